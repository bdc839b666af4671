#include "agents/demo/options.h"

#include <charconv>

namespace orchard::agents::demo {
namespace {

int to_number(const std::string& text) {
  int value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

void take_value(Options& options, const std::string& name, const std::string& value) {
  if (name == "--session-id" || name == "--resume") options.session = value;
  if (name == "--resume") options.resume = true;
  if (name == "--model") options.model = value;
  if (name == "--permission-mode") options.permission_mode = value;
  if (name == "--permission-prompt-tool") options.asks_host = value == "stdio";
  if (name == "--script") options.script = value;
  if (name == "--pace-ms") options.pace = std::chrono::milliseconds(to_number(value));
}

bool takes_value(const std::string& name) {
  for (const char* known :
       {"--session-id", "--resume", "--model", "--permission-mode", "--permission-prompt-tool",
        "--script", "--pace-ms", "--input-format", "--output-format", "--settings", "--add-dir"})
    if (name == known) return true;
  return false;
}

}  // namespace

Options parse_options(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& name = arguments[i];
    if (name == "-p" || name == "--print") options.print = true;
    if (name == "--verbose") options.verbose = true;
    if (name == "--version") options.version = true;
    if (name == "--help") options.help = true;
    if (name == "--include-partial-messages") options.partial = true;
    if (name == "--replay-user-messages") options.replay = true;
    if (name == "--allow-dangerously-skip-permissions" || name == "--dangerously-skip-permissions")
      options.bypass_allowed = true;
    if (takes_value(name) && i + 1 < arguments.size()) take_value(options, name, arguments[++i]);
  }
  if (options.permission_mode == "bypassPermissions") options.bypass_allowed = true;
  return options;
}

}  // namespace orchard::agents::demo
