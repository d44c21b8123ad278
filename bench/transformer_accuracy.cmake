attune_bench(transformer_accuracy DEPS learning/training)
