attune_bench(exploration DEPS foundation/base service/ranking)
