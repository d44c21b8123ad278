attune_fuzz(manifest DEPS learning/recipes)
