attune_bench(hrnn_accuracy DEPS learning/training)
