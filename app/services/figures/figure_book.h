#pragma once

#include "app/model/figure_answer.h"
#include "app/services/engine.h"

#include <memory>
#include <string>
#include <vector>

namespace orchard::app {

/// What figures mean, and where exports are offered to go: the user's download folder, else the
/// home. Reads the user's folders once; any thread.
[[nodiscard]] std::shared_ptr<const FigureBook> make_figure_book(const Machine& machine);

/// Pure parts of it. `environment` is "NAME=value" each; `user_dirs` the content of
/// ~/.config/user-dirs.dirs. Empty when none is named.
[[nodiscard]] std::string download_folder(const std::vector<std::string>& environment,
                                          std::string_view user_dirs);
/// "Europe/Berlin" from TZ or from where /etc/localtime leads to; empty for anything else.
[[nodiscard]] std::string zone_name(std::string_view tz, std::string_view localtime_target);

}  // namespace orchard::app
