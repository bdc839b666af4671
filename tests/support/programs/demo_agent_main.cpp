#include "agents/demo/demo_agent.h"

#include <string>
#include <vector>

int main(int argc, char** argv) {
  return orchard::agents::run_demo_agent(std::vector<std::string>(argv + 1, argv + argc));
}
