#pragma once

#include <array>
#include <string_view>

namespace orchard::app {

/// The sections of the settings, as `/config SECTION` names them and in the order they are shown.
inline constexpr std::array<std::string_view, 9> kSettingsSections = {
    "general", "agents",  "git",          "appearance", "notifications",
    "usage",   "privacy", "experimental", "storage"};

}  // namespace orchard::app
