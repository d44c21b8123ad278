attune_bench(hrnn_serving DEPS learning/models)
