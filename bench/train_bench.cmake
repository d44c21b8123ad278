attune_bench(train_bench DEPS learning/training)
