#pragma once

#include "app/model/figure_answer.h"

#include <string>
#include <string_view>

namespace orchard::app {

/// What a figure is called; its name when the book does not know it.
[[nodiscard]] std::string figure_title(const FigureBook* book, std::string_view figure);
/// What it counts; empty when the book does not know it.
[[nodiscard]] std::string figure_sentence(const FigureBook* book, std::string_view figure);
/// The exact value and, below it, what it means: the text of a hover.
[[nodiscard]] std::string explained(const FigureBook* book, std::string_view figure,
                                    std::string_view value);

/// "in the last 7 days", "in the last 24 hours", "ever".
[[nodiscard]] std::string_view window_words(FigureWindow window);
/// The same of a filter: "from 3 Nov 2026 to 9 Nov 2026", "on 3 Nov 2026" where it names days.
[[nodiscard]] std::string window_words(const FigureFilter& filter);
/// "3 Nov 2026", "3–9 Nov 2026", "28 Oct – 3 Nov 2026".
[[nodiscard]] std::string days_text(const DayRange& days);
/// "24h", "7d", "30d", "90d", "all": as figures are asked on the command line.
[[nodiscard]] std::string_view window_name(FigureWindow window);

/// One value as a list shows it, and exactly.
[[nodiscard]] std::string cell_text(const FigureCell& cell, CellUnit unit, core::Timestamp now);
[[nodiscard]] std::string cell_exact(const FigureCell& cell, CellUnit unit);

/// "20 Nov 2026".
[[nodiscard]] std::string day_text(std::chrono::sys_days day);
/// "Mon" … "Sun".
[[nodiscard]] std::string_view weekday_name(int weekday);
/// "Monday" … "Sunday".
[[nodiscard]] std::string_view weekday_name_in_full(int weekday);

}  // namespace orchard::app
