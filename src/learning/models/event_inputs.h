#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "foundation/tensor/matrix.h"
#include "learning/models/hrnn_network.h"

namespace attune::models {

/// Rows of the table of input vectors beside the items': gaps, a session's border, event types with
/// "none" first, `context_rows` of ContextRules, the value.
[[nodiscard]] std::size_t event_input_rows(std::size_t event_type_count, std::size_t context_rows);
/// The first row of the context.
[[nodiscard]] std::uint32_t context_input_row(std::size_t event_type_count);

/// to (h) = the input vector of an event: its item's and, of `table` (event_input_rows, h), those
/// of its gap, border, type, context and value.
void embed_event(const HrnnEvent& event, tensor::ConstMatrixView items,
                 tensor::ConstMatrixView table, std::span<float> to);
/// Makes an event the first that the network reads of a user: nothing is known to lie before it.
void begin_history(HrnnEvent& event);

/// Adds the gradients of both for d_x (h).
void embed_event_backward(const HrnnEvent& event, std::span<const float> d_x,
                          tensor::MatrixView d_items, tensor::MatrixView d_table);

/// to (h) += what a request's context adds to an output: `table` (request rows, h) begins with the
/// row `first_row`; inputs of other rows add nothing.
void add_request(std::span<const ContextInput> inputs, std::uint32_t first_row,
                 tensor::ConstMatrixView table, std::span<float> to);
void add_request_backward(std::span<const ContextInput> inputs, std::uint32_t first_row,
                          std::span<const float> d_to, tensor::MatrixView d_table);

}  // namespace attune::models
