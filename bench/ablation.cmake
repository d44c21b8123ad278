attune_bench(ablation DEPS learning/evaluation learning/training domain/data foundation/io)
