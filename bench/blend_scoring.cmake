attune_bench(blend_scoring DEPS learning/models learning/features)
