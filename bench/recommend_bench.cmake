attune_bench(recommend_bench DEPS service/campaigns LIBS PkgConfig::openblas)
