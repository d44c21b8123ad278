attune_bench(event_log_bench DEPS domain/events foundation/database)
