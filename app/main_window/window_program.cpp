#include "app/main/machine_setup.h"
#include "app/main_window/window.h"

#include <csignal>
#include <string>
#include <vector>

/// `orchard` without a command: a program of its own, so that commands need not load what draws.
int main(int argc, char** argv) {
  // A reader that goes away must not end us in the middle of a transaction.
  std::signal(SIGPIPE, SIG_IGN);
  return orchard::app::run_on_machine([&](const orchard::app::Machine& machine) {
    return orchard::app::run_window(machine, std::vector<std::string>(argv + 1, argv + argc));
  });
}
