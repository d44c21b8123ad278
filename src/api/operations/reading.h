#pragma once

#include "foundation/base/error.h"
#include "service/control/control.h"
#include "service/control/describe.h"
#include "service/control/messages.h"

namespace attune::operations {

using control::Caller;
using control::Control;
using control::MemberName;

/// Describe<X>: {"<x>Arn": ...} to {"<x>": {...}}.
template <typename T, MemberName kArnMember, MemberName kMember>
Result<control::Described<kMember, T>> describe(const Control& control, const Caller& caller,
                                                const control::ArnMessage<kArnMember>& request) {
  ATTUNE_TRY(value, control::describe<T>(control, caller, request.arn));
  return control::Described<kMember, T>{std::move(value)};
}

/// The same for what control describes by a function of its own.
template <typename T, MemberName kArnMember, MemberName kMember,
          Result<T> (*kDescribe)(const Control&, const Caller&, const std::string&)>
Result<control::Described<kMember, T>> describe_by(const Control& control, const Caller& caller,
                                                   const control::ArnMessage<kArnMember>& request) {
  ATTUNE_TRY(value, kDescribe(control, caller, request.arn));
  return control::Described<kMember, T>{std::move(value)};
}

/// List<X>s with the parent's ARN as its filter.
template <typename T, typename Summary, MemberName kParentMember, MemberName kMember>
Result<control::ListResponse<kMember, Summary>> list(
    const Control& control, const Caller& caller,
    const control::ListRequest<kParentMember>& request) {
  return control::list<control::ListResponse<kMember, Summary>, Summary>(
      control, caller,
      {.kind = T::kKind,
       .parent_arn = request.parent_arn,
       .next_token = request.next_token,
       .max_results = request.max_results});
}

/// List<X>s without a filter.
template <typename T, typename Summary, MemberName kMember>
Result<control::ListResponse<kMember, Summary>> list_all(const Control& control,
                                                         const Caller& caller,
                                                         const control::ListAllRequest& request) {
  return control::list<control::ListResponse<kMember, Summary>, Summary>(
      control, caller,
      {.kind = T::kKind,
       .parent_arn = {},
       .next_token = request.next_token,
       .max_results = request.max_results});
}

}  // namespace attune::operations
