#include "app/shell/graphics.h"

#include <algorithm>

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

namespace orchard::app::shell {
namespace {

std::string glfw_reason() {
  const char* text = nullptr;
  glfwGetError(&text);
  return text == nullptr ? "no reason given" : text;
}

GLFWwindow* create(const GraphicsOptions& options) {
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
  glfwWindowHint(GLFW_SCALE_TO_MONITOR, options.visible ? GLFW_TRUE : GLFW_FALSE);
  glfwWindowHintString(GLFW_X11_CLASS_NAME, "orchard");
  glfwWindowHintString(GLFW_X11_INSTANCE_NAME, "orchard");
  return glfwCreateWindow(std::max(options.width, 1), std::max(options.height, 1),
                          options.title.c_str(), nullptr, nullptr);
}

}  // namespace

core::Result<std::unique_ptr<Graphics>> Graphics::open(const GraphicsOptions& options) {
  if (glfwInit() == GLFW_FALSE) {
    return core::fail(core::ErrorCode::unavailable,
                      "No display can be opened (" + glfw_reason() +
                          "); set DISPLAY, or use the command line instead.");
  }
  GLFWwindow* window = create(options);
  if (window == nullptr) {
    const std::string reason = glfw_reason();
    glfwTerminate();
    return core::fail(core::ErrorCode::unavailable,
                      "The display offers no OpenGL 3.2 (" + reason +
                          "); install a graphics driver such as libgl1-mesa-dri.");
  }
  std::unique_ptr<Graphics> graphics(new Graphics());
  graphics->window_ = window;
  if (options.x >= 0 && options.y >= 0) glfwSetWindowPos(window, options.x, options.y);
  glfwSetWindowSizeLimits(window, 480, 360, GLFW_DONT_CARE, GLFW_DONT_CARE);
  glfwMakeContextCurrent(window);
  glfwSwapInterval(options.visible ? 1 : 0);
  return graphics;
}

void Graphics::start_drawing(ImFontAtlas& atlas) {
  ImGui::CreateContext(&atlas);
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  // A blinking cursor would keep an idle window drawing.
  io.ConfigInputTextCursorBlink = false;
  ImGui_ImplGlfw_InitForOpenGL(window_, true);
  ImGui_ImplOpenGL3_Init("#version 150");
}

Graphics::~Graphics() {
  if (ImGui::GetCurrentContext() != nullptr) {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
  }
  glfwDestroyWindow(window_);
  glfwTerminate();
}

float Graphics::content_scale() const {
  float x = 1;
  float y = 1;
  glfwGetWindowContentScale(window_, &x, &y);
  return std::clamp(std::max(x, y), 0.5F, 4.0F);
}

void Graphics::upload_fonts() {
  if (fonts_uploaded_) {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
  } else {
    ImGui_ImplOpenGL3_CreateDeviceObjects();
    fonts_uploaded_ = true;
  }
  ImGui::GetIO().Fonts->ClearTexData();
}

void Graphics::begin_frame() {
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
}

void Graphics::end_frame(int width, int height, unsigned int ground) {
  const auto part = [ground](unsigned shift) {
    return static_cast<float>((ground >> shift) & 0xFFU) / 255.0F;
  };
  ImGui::Render();
  glViewport(0, 0, width, height);
  glClearColor(part(24), part(16), part(8), 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace orchard::app::shell
