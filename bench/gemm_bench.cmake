attune_bench(gemm_bench DEPS foundation/tensor)
