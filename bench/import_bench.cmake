attune_bench(import_bench DEPS domain/data foundation/io)
