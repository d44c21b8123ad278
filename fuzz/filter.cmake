attune_fuzz(filter DEPS domain/filter)
