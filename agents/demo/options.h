#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace orchard::agents::demo {

/// The command line, as far as the demo agent understands it; flags it does not know are skipped.
struct Options {
  std::string session;  ///< of --session-id or --resume
  bool resume = false;
  std::string model;
  std::string permission_mode = "default";
  bool bypass_allowed = false;
  bool asks_host = false;  ///< --permission-prompt-tool stdio
  bool partial = false;
  bool replay = false;
  bool verbose = false;
  bool print = false;
  bool help = false;
  bool version = false;
  std::string script;  ///< the file named by --script
  std::chrono::milliseconds pace{0};
};

[[nodiscard]] Options parse_options(const std::vector<std::string>& arguments);

}  // namespace orchard::agents::demo
