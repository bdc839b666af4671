#include "agents/demo/script/accounting.h"

namespace orchard::agents::demo {
namespace {

// Nano-dollars for one token: dollars for a million tokens times 1000.
struct Price {
  std::int64_t input, output, write_5m, write_1h, read;
};
constexpr Price kOpus{5000, 25000, 6250, 10000, 500};
constexpr Price kSonnet{2000, 10000, 2500, 4000, 200};
constexpr Price kHaiku{1000, 5000, 1250, 2000, 100};

// What the system prompt and the tools take before the first word of the user.
constexpr std::int64_t kSystemTokens = 12'000;
constexpr std::int64_t kUncachedTokens = 3;

const Price& price_for(const std::string& model) {
  if (model.find("sonnet") != std::string::npos) return kSonnet;
  if (model.find("haiku") != std::string::npos) return kHaiku;
  return kOpus;
}

}  // namespace

std::int64_t count_tokens(std::string_view text) {
  return text.empty() ? 1 : static_cast<std::int64_t>((text.size() + 3) / 4);
}

std::string resolve_model(const std::string& asked_for) {
  if (asked_for.empty() || asked_for == "default" || asked_for == "opus" || asked_for == "opus[1m]")
    return "claude-opus-4-8[1m]";
  if (asked_for == "sonnet") return "claude-sonnet-5";
  if (asked_for == "haiku") return "claude-haiku-4-5-20251001";
  return asked_for;
}

std::string api_model(const std::string& model) {
  return model.substr(0, model.find("[1m]"));
}

core::Cost price_of(const std::string& model, const core::TokenUsage& usage) {
  const Price& price = price_for(model);
  return {usage.input * price.input + usage.output * price.output +
          usage.cache_write_5m * price.write_5m + usage.cache_write_1h * price.write_1h +
          usage.cache_read * price.read};
}

core::TokenUsage ContextWindow::start_call() {
  if (cached == 0) unread += kSystemTokens;
  core::TokenUsage usage;
  usage.input = kUncachedTokens;
  usage.output = 1;
  usage.cache_read = cached;
  usage.cache_write_1h = unread / 4;
  usage.cache_write_5m = unread - usage.cache_write_1h;
  cached += unread;
  unread = 0;
  return usage;
}

void ProcessAccount::charge(const std::string& model, const core::TokenUsage& usage,
                            bool main_thread) {
  ModelTotal& total = models[model];
  total.usage += usage;
  total.cost += price_of(model, usage);
  if (main_thread) turn += usage;
}

core::Cost ProcessAccount::total() const {
  core::Cost sum;
  for (const auto& [model, total] : models) sum += total.cost;
  return sum;
}

}  // namespace orchard::agents::demo
