#pragma once

#include "app/model/figure_answer.h"

#include <cstddef>
#include <optional>

namespace orchard::app {

// What opens when a figure is pressed: the rows behind it. Pure.

/// A column of a leaderboard.
enum class LeaderColumn {
  name,
  repository,
  sessions,
  turns,
  commits,
  additions,
  deletions,
  tokens,
  cost
};

/// The whole figure.
[[nodiscard]] FigureDrill drill_of_figure(std::string figure, std::string title,
                                          const FigureFilter& filter = {});
/// A figure of a line; `name` and `repository` open its sessions.
[[nodiscard]] FigureDrill drill_of_leader(const Leader& leader, LeaderColumn column,
                                          const FigureFilter& filter);
/// A figure of one session within the window.
[[nodiscard]] FigureDrill drill_of_leader_session(const LeaderSession& session, LeaderColumn column,
                                                  const FigureFilter& filter);
/// All turns of a session, ever.
[[nodiscard]] FigureDrill drill_of_session(const core::SessionId& session,
                                           const std::string& title);
[[nodiscard]] FigureDrill drill_of_hour(int weekday, int hour, const FigureFilter& filter);
[[nodiscard]] FigureDrill drill_of_day(std::chrono::sys_days day, const FigureFilter& filter);
/// A bar of the histogram of turns.
[[nodiscard]] FigureDrill drill_of_bucket(std::size_t bucket, const FigureFilter& filter);
/// The calls of these days.
[[nodiscard]] FigureDrill drill_of_days(const DayRange& days, const FigureFilter& filter);
/// The calls of the current billing period.
[[nodiscard]] FigureDrill drill_of_billing(const FigureFilter& filter);
/// The calls of one model.
[[nodiscard]] FigureDrill drill_of_model(const std::string& model, const FigureFilter& filter);
/// The turns that began in this hour, on whichever day.
[[nodiscard]] FigureDrill drill_of_clock_hour(int hour, const FigureFilter& filter);
/// A bar of the histogram of session durations.
[[nodiscard]] FigureDrill drill_of_length(std::size_t bucket, const FigureFilter& filter);
/// Empty `command`: all of them.
[[nodiscard]] FigureDrill drill_of_command(const std::string& command, const FigureFilter& filter);

/// "≤2" … ">128".
[[nodiscard]] std::string bucket_label(std::size_t bucket);
/// "≤1m" … ">24h".
[[nodiscard]] std::string length_label(std::size_t bucket);
/// "up to 1 minute", "1 to 5 minutes" … "more than 24 hours".
[[nodiscard]] std::string length_words(std::size_t bucket);

}  // namespace orchard::app
