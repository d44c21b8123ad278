attune_bench(counting_accuracy DEPS learning/models learning/evaluation)
