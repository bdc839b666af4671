#pragma once

#include <string>
#include <string_view>

namespace orchard::metrics {

/// Lower case, without "[1m]", dates, "-latest", "@default" and version marks of resellers
/// ("-v1:0"); of the address of a model at Amazon its end. Pure.
[[nodiscard]] std::string without_model_suffixes(std::string_view name);

/// Also without the names of providers and regions: "anthropic/claude-opus-4.8[1m]" and
/// "us.anthropic.claude-opus-4-8-20260101-v1:0" both give "claude-opus-4-8". Pure.
[[nodiscard]] std::string normalise_model(std::string_view name);

/// The region that a name of Amazon Bedrock begins with: "us" of "us.anthropic.claude-opus-4-8".
/// Empty: it names none. Pure.
[[nodiscard]] std::string region_of_model(std::string_view name);

}  // namespace orchard::metrics
