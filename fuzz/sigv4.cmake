attune_fuzz(sigv4 DEPS foundation/aws)
