#include "core/log/without_keys.h"

#include <algorithm>

namespace orchard::core {

std::string without_keys(std::string_view text) {
  constexpr std::string_view kKey = "sk-ant-";
  constexpr std::string_view kPartOfKey =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  std::string clean;
  for (std::size_t from = 0;;) {
    const std::size_t key = text.find(kKey, from);
    if (key == std::string_view::npos) return clean.append(text.substr(from));
    const std::size_t end =
        std::min(text.find_first_not_of(kPartOfKey, key + kKey.size()), text.size());
    clean.append(text.substr(from, key + kKey.size() - from)).append("\u2022\u2022\u2022\u2022");
    from = end;
  }
}

}  // namespace orchard::core
