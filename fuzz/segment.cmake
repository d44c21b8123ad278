attune_fuzz(segment DEPS domain/data foundation/io)
