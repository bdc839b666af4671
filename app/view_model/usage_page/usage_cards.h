#pragma once

#include "app/model/usage_figures.h"

#include <array>
#include <string>
#include <string_view>

namespace orchard::app {

/// One of the five figures at the top of the page.
struct UsageCard {
  std::string_view figure;  ///< its name in the definitions
  std::string_view caption;
  std::string value;    ///< "1.5M", "$214.90"
  std::string context;  ///< one line below it
  std::string exact;    ///< for the hover
};

/// Total cost, input tokens, output tokens, API calls, average per call.
[[nodiscard]] std::array<UsageCard, 5> make_usage_cards(const UsageSum& total, FigureWindow window);

}  // namespace orchard::app
