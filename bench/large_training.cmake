attune_bench(large_training DEPS learning/training domain/synthetic)
