attune_fuzz(csv DEPS domain/data foundation/io)
