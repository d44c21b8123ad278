attune_bench(blend_channels DEPS learning/training)
