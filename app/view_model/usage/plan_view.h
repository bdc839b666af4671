#pragma once

#include "app/model/plan_state.h"
#include "app/view_model/role.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace orchard::app {

/// The address of the account's own page.
inline constexpr const char* kUsagePage = "https://claude.ai/settings/usage";
/// Above what agents, the status line and transcripts say by themselves.
inline constexpr std::string_view kUnaskedTitle = "Told without being asked";

/// One bar of the panel. Fractions are of its length.
struct PlanMeter {
  std::string kind;
  std::string title;  ///< "5-hour window"
  std::string note;   ///< "started 14:00", "per model"
  std::string value;  ///< "42%"
  Role role = Role::accent;
  double used = 0;
  std::optional<double> at_reset;  ///< forecast; not less than `used`
  std::optional<double> elapsed;   ///< how much of the window's time is over
  std::string outlook;             ///< "At this pace: 86% at the reset"
  Role outlook_role = Role::muted;
  std::string reset;  ///< "resets in 2h 18m, at 19:00"
  std::string hover;  ///< exact value and moments
};

/// The curve beside the bars: fractions of the time and of the limit.
struct PlanCurve {
  struct Point {
    double time = 0;
    double used = 0;
  };
  std::vector<Point> said;        ///< from the start of the window to the last answer
  std::optional<Point> now;       ///< with what was spent since
  std::optional<Point> at_reset;  ///< `used` may be more than 1
  double spread = 0;              ///< of `at_reset`, up and down; 0: not known
  std::string start;              ///< "14:00"
  std::string end;                ///< "19:00"
  std::string sentence;
};

struct ExtraUsageMeter {
  std::string badge;  ///< "On", "Off"
  std::string value;  ///< "$4.20 of $50.00"
  std::string note;   ///< "8% used, $45.80 left"
  std::optional<double> used;
};

/// A limit that Claude Code told of without being asked, with its source.
struct StreamLine {
  std::string title;
  std::string value;  ///< "42% used", "allowed"
  std::string reset;
  std::string source;  ///< "reported by an agent 3 m ago"
  Role role = Role::text;
};

/// What a workspace took of the 5-hour window.
struct ShareLine {
  std::string workspace;
  std::string value;  ///< "14%", "under 1%"
  double used = 0;    ///< fraction of the limit
};

/// The whole panel, gate open or not, in words.
struct PlanView {
  enum class Phase { gate, asking, nothing, problem, answer };
  Phase phase = Phase::gate;
  std::string gate_title;
  std::vector<std::string> gate_text;
  std::string plan;   ///< "Max 5x"; empty: not known
  std::string tier;   ///< as the account names it
  std::string badge;  ///< "Signed in", "Stale", "Not signed in"
  Role badge_role = Role::muted;
  std::string status;   ///< where the numbers are from and how old they are
  std::string cache;    ///< "cached until 16:46", "asks again at 16:48"
  std::string problem;  ///< one sentence with the remedy; also above a stale answer
  bool offers_sign_in = false;
  bool offers_retry = false;
  bool can_refresh = false;  ///< nobody is asking and nothing holds it up
  std::vector<PlanMeter> meters;
  std::optional<ExtraUsageMeter> extra;
  std::optional<PlanCurve> curve;  ///< of the 5-hour window
  std::string estimate;            ///< how good forecasts were
  std::vector<ShareLine> shares;   ///< of the 5-hour window by workspace, the largest first
  std::string shares_note;         ///< "local estimate, 58% free"
  std::vector<StreamLine> stream;
  std::string ledger;  ///< "Network ledger: 0 requests"
};

[[nodiscard]] PlanView make_plan_view(const PlanState& state, core::Timestamp now);

/// What switching Usage Insights on means, to be read before it is.
[[nodiscard]] std::vector<std::string> gate_explanation();
/// One sentence with the remedy.
[[nodiscard]] std::string sentence_of(const core::PlanProblem& problem);
/// "5-hour window", "7-day, Opus", "Cinder cove" for one this version does not know.
[[nodiscard]] std::string title_of_window(const std::string& kind);

}  // namespace orchard::app
