#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include <GLFW/glfw3.h>

/// The least that a program with a window does: opens one like Orchard's, fills it with one colour,
/// says when that was on the screen and stays for the seconds given. What Orchard's own start and
/// memory are measured against.
int main(int argc, char** argv) {
  const auto started = std::chrono::steady_clock::now();
  if (glfwInit() == GLFW_FALSE) return 1;
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  GLFWwindow* window = glfwCreateWindow(1440, 900, "bare window", nullptr, nullptr);
  if (window == nullptr) return 1;
  glfwMakeContextCurrent(window);
  glClearColor(0, 0, 0, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  glfwSwapBuffers(window);
  const std::chrono::duration<double, std::milli> spent =
      std::chrono::steady_clock::now() - started;
  std::printf("{\"first_frame_ms\": %.1f}\n", spent.count());
  if (argc > 1) std::this_thread::sleep_for(std::chrono::seconds(std::atoi(argv[1])));
  glfwTerminate();
  return 0;
}
