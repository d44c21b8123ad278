attune_bench(sigv4_bench DEPS foundation/aws)
