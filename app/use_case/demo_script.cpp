#include "app/use_case/demo_script.h"

#include <array>

namespace orchard::app {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kFiles = {{
    {"README.md", "# Lantern\n\nPrints a greeting for every hour of the day.\n"},
    {"lantern.sh",
     "#!/bin/sh\n# usage: lantern.sh [HOUR]\nhour=${1:-12}\nif [ \"$hour\" -lt 12 ]; then\n"
     "  echo \"Good morning\"\nelse\n  echo \"Good day\"\nfi\n"},
    {"test.sh", "#!/bin/sh\nset -e\n[ \"$(sh lantern.sh 9)\" = \"Good morning\" ]\necho ok\n"},
}};

constexpr std::string_view kEveningScript =
    R"demo([[think The greeting stops at noon. One more branch is enough, and a test for it.]]
[[say The script knows morning and day. I will:

- add an `evening` branch from 18 on;
- test **both** sides of the border.]]
[[bash sh test.sh]]
[[edit lantern.sh else => elif [ "$hour" -ge 18 ]; then\n  echo "Good evening"\nelse]]
[[commit Greet in the evening]]
[[edit test.sh echo ok => [ "$(sh lantern.sh 18)" = "Good evening" ]\n[ "$(sh lantern.sh 17)" = "Good day" ]\necho ok]]
[[ask sh test.sh]]
[[commit Test the evening border]]
[[say Done: from 18 on it says *Good evening*, and `test.sh` checks 17 and 18.]])demo";

constexpr std::string_view kUsageScript =
    R"demo([[say I will document the hour argument and show an example for each greeting.]]
[[write docs/usage.md # Usage\n\n    sh lantern.sh 9     # Good morning\n    sh lantern.sh 15    # Good day\n\nThe hour is a number from 0 to 23; without it noon is assumed.\n]]
[[commit Document the hour argument]]
[[edit README.md Prints => See docs/usage.md.\n\nPrints]]
[[commit Point to the usage page]]
[[subagent [[say Every command of the page runs as shown.]]]]
[[say The page is linked from the README; a second reader ran its commands.]])demo";

constexpr std::string_view kCheckScript =
    R"demo([[think An hour that is no number reaches the comparison and fails there with a cryptic message.]]
[[say Bad hours should be refused before they are compared.]]
[[edit lantern.sh hour=${1:-12} => hour=${1:-12}\ncase $hour in\n  *[!0-9]*) echo "lantern: '$hour' is no hour" >&2; exit 2 ;;\nesac]]
[[commit Refuse an hour that is no number]]
[[write CHANGES.md # Changes\n\n- An hour that is no number is refused with exit code 2.\n]]
[[commit Begin a list of changes]]
[[write notes.txt Next: hours above 23.\n]]
[[say Letters are refused now. I left a note about hours above 23; it is not committed.]])demo";

constexpr std::array<DemoTask, 3> kTasks = {{
    {"evening-greeting", "Greet people in the evening too, with a test.", kEveningScript,
     "/context"},
    {"usage-page", "Write a usage page and link it from the README.", kUsageScript, ""},
    {"check-hours", "Make it refuse hours that are no number.", kCheckScript, ""},
}};

}  // namespace

std::span<const DemoTask> demo_tasks() {
  return kTasks;
}

std::span<const std::pair<std::string_view, std::string_view>> demo_files() {
  return kFiles;
}

}  // namespace orchard::app
