# Bare servers to be loaded with wrk: the product's and the reference it is measured against.
add_executable(http_bench http_bench.cc)
target_link_libraries(http_bench PRIVATE attune_warnings attune_foundation_http)
add_executable(bare_beast bare_beast.cc)  # without the warnings: Asio 1.74 fails -Wnull-dereference
target_link_libraries(bare_beast PRIVATE Boost::system Threads::Threads)
