attune_fuzz(json DEPS foundation/json domain/resources)
