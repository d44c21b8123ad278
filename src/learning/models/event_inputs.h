#pragma once

#include <cstddef>
#include <span>

#include "foundation/tensor/matrix.h"
#include "learning/models/hrnn_network.h"

namespace attune::models {

/// Rows of the table of input vectors beside the items': gaps, a session's border, event types with
/// "none" first, the value.
[[nodiscard]] std::size_t event_input_rows(std::size_t event_type_count);

/// to (h) = the input vector of an event: its item's and, of `table` (event_input_rows, h), those
/// of its gap, border, type and value.
void embed_event(const HrnnEvent& event, tensor::ConstMatrixView items,
                 tensor::ConstMatrixView table, std::span<float> to);
/// Makes an event the first that the network reads of a user: nothing is known to lie before it.
void begin_history(HrnnEvent& event);

/// Adds the gradients of both for d_x (h).
void embed_event_backward(const HrnnEvent& event, std::span<const float> d_x,
                          tensor::MatrixView d_items, tensor::MatrixView d_table);

}  // namespace attune::models
