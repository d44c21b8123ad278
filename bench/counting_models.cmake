attune_bench(counting_models DEPS learning/models learning/features)
