#include "metrics/pricing/model_name.h"

#include <algorithm>
#include <cctype>

namespace orchard::metrics {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

constexpr std::string_view kVendor = "anthropic.";

/// Cuts "-<tail>" off where `accepts` the tail.
template <class Accepts>
void cut_last_part(std::string& name, Accepts&& accepts) {
  const std::size_t dash = name.rfind('-');
  if (dash != std::string::npos && accepts(std::string_view(name).substr(dash + 1)))
    name.resize(dash);
}

}  // namespace

std::string without_model_suffixes(std::string_view raw) {
  if (raw.starts_with("arn:")) raw.remove_prefix(raw.rfind('/') + 1);
  std::string name;
  for (char c : raw)
    if (c != ' ') name.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
  for (const char mark : {'[', ':'}) {
    const std::size_t at = name.find(mark);
    if (at != std::string::npos) name.resize(at);
  }
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool between_digits =
        i > 0 && i + 1 < name.size() && is_digit(name[i - 1]) && is_digit(name[i + 1]);
    if (name[i] == '@' || (name[i] == '.' && between_digits)) name[i] = '-';
  }
  cut_last_part(name, [](std::string_view tail) {
    return tail.starts_with('v') && all_digits(tail.substr(1));
  });
  cut_last_part(name, [](std::string_view tail) {
    return tail == "latest" || tail == "default" || (tail.size() == 8 && all_digits(tail));
  });
  return name;
}

std::string normalise_model(std::string_view raw) {
  std::string name = without_model_suffixes(raw);
  if (const std::size_t slash = name.rfind('/'); slash != std::string::npos)
    name.erase(0, slash + 1);
  if (const std::size_t vendor = name.find(kVendor); vendor != std::string::npos)
    name.erase(0, vendor + kVendor.size());
  return name;
}

std::string region_of_model(std::string_view raw) {
  std::string name = without_model_suffixes(raw);
  const std::size_t vendor = name.find(kVendor);
  if (vendor == std::string::npos || vendor == 0 || name[vendor - 1] != '.') return {};
  name.resize(vendor - 1);
  return name.substr(name.rfind('/') + 1);
}

}  // namespace orchard::metrics
