attune_fuzz(json DEPS foundation/json service/control)
