#pragma once

#include "app/model/app_snapshot.h"
#include "app/view_model/role.h"

#include <array>
#include <string>
#include <vector>

namespace orchard::app {

struct CheckRow {
  StateMark mark = StateMark::done;
  std::string name;
  std::string detail;
  std::string remedy;  ///< empty when nothing is to be done
};

struct WelcomeView {
  std::string title;
  std::array<std::string, 3> sentences;
  std::string add_repository;  ///< text of the first button
  std::string try_demo;
  std::string demo_note;
  std::string checks_title;
  Figure verdict;  ///< "Ready", "1 thing to do", "Checking…"
  std::vector<CheckRow> checks;
  std::string drop_note;
};

[[nodiscard]] WelcomeView make_welcome_view(const AppSnapshot& snapshot);

}  // namespace orchard::app
