#include "learning/models/event_inputs.h"

#include <algorithm>

#include "foundation/tensor/gemv.h"

namespace attune::models {
namespace {

std::size_t border_row() {
  return kGapBuckets;
}
std::size_t type_row(std::size_t type) {
  return kGapBuckets + 1 + type;
}

}  // namespace

std::size_t event_input_rows(std::size_t event_type_count, std::size_t context_rows) {
  return type_row(event_type_count + 1) + context_rows + 1;
}

std::uint32_t context_input_row(std::size_t event_type_count) {
  return static_cast<std::uint32_t>(type_row(event_type_count + 1));
}

void begin_history(HrnnEvent& event) {
  event.gap = 0;
  event.starts_session = false;
}

void embed_event(const HrnnEvent& event, tensor::ConstMatrixView items,
                 tensor::ConstMatrixView table, std::span<float> to) {
  std::ranges::copy(items.row_span(event.item), to.begin());
  tensor::add_scaled(1.0F, table.row_span(event.gap), to);
  tensor::add_scaled(1.0F, table.row_span(type_row(event.type)), to);
  if (event.starts_session) tensor::add_scaled(1.0F, table.row_span(border_row()), to);
  for (const ContextInput& input : event.context()) {
    tensor::add_scaled(input.value, table.row_span(input.row), to);
  }
  if (event.value != 0.0F) {
    tensor::add_scaled(event.value, table.row_span(table.rows - 1), to);
  }
}

void embed_event_backward(const HrnnEvent& event, std::span<const float> d_x,
                          tensor::MatrixView d_items, tensor::MatrixView d_table) {
  tensor::add_scaled(1.0F, d_x, d_items.row_span(event.item));
  tensor::add_scaled(1.0F, d_x, d_table.row_span(event.gap));
  tensor::add_scaled(1.0F, d_x, d_table.row_span(type_row(event.type)));
  if (event.starts_session) tensor::add_scaled(1.0F, d_x, d_table.row_span(border_row()));
  for (const ContextInput& input : event.context()) {
    tensor::add_scaled(input.value, d_x, d_table.row_span(input.row));
  }
  if (event.value != 0.0F) {
    tensor::add_scaled(event.value, d_x, d_table.row_span(d_table.rows - 1));
  }
}

void add_request(std::span<const ContextInput> inputs, std::uint32_t first_row,
                 tensor::ConstMatrixView table, std::span<float> to) {
  for (const ContextInput& input : inputs) {
    const std::size_t row = input.row - first_row;
    if (row < table.rows) tensor::add_scaled(input.value, table.row_span(row), to);
  }
}

void add_request_backward(std::span<const ContextInput> inputs, std::uint32_t first_row,
                          std::span<const float> d_to, tensor::MatrixView d_table) {
  for (const ContextInput& input : inputs) {
    const std::size_t row = input.row - first_row;
    if (row < d_table.rows) tensor::add_scaled(input.value, d_to, d_table.row_span(row));
  }
}

}  // namespace attune::models
