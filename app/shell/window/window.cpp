#include "app/shell/window/window.h"

#include "app/shell/graphics.h"
#include "app/shell/window/frame_pacer.h"
#include "app/shell/window/key_feed.h"
#include "app/shell/window/window_memory.h"
#include "app/ui/panels/frame/main_window.h"
#include "app/ui/panels/settings/settings_page.h"
#include "app/ui/theme/look.h"
#include "app/view_model/overview/attention.h"
#include "app/view_model/overview/next_change.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <future>
#include <memory>
#include <string>
#include <utility>

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>
#include <imgui.h>

namespace orchard::app::shell {
namespace {

void give(GLFWwindow* window, const KeyEvent& event) {
  if (event.key == 0 && event.character != 0) {
    ImGui_ImplGlfw_CharCallback(window, event.character);
  } else {
    ImGui_ImplGlfw_KeyCallback(window, event.key, event.scancode, event.action, event.modifiers);
  }
}

bool has_unseen_input() {
  const ImGuiIO& io = ImGui::GetIO();
  const auto is_down = [](bool down) { return down; };
  return io.InputQueueCharacters.Size > 0 || std::ranges::any_of(io.KeysDown, is_down) ||
         std::ranges::any_of(io.MouseDown, is_down);
}

using Steady = std::chrono::steady_clock;

double milliseconds(Steady::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

/// The loop's own state: what is shown and how fast. Main thread.
class Loop {
 public:
  Loop(const WindowOptions& options, const core::Clock& clock,
       core::Published<AppSnapshot>& snapshots, core::Mailbox<Intent>& intents, Graphics& graphics,
       ui::Look& look, const WindowMemory& memory)
      : options_(options),
        clock_(clock),
        snapshots_(snapshots),
        intents_(intents),
        graphics_(graphics),
        look_(look),
        theme_(memory.theme) {
    state_.sidebar_width = memory.sidebar_width;
    state_.panel_width = memory.panel_width;
    state_.sidebar_folded = memory.sidebar_folded;
    state_.figures.usage.period = memory.usage_period;
    state_.figures.usage.step = usual_step(memory.usage_period);
    state_.figures.usage.as_line = memory.usage_as_line;
    remembered_ = {memory.usage_period, memory.usage_as_line};
    glfwSetWindowUserPointer(graphics.window(), this);
    glfwSetDropCallback(graphics.window(), on_drop);
    glfwSetWindowRefreshCallback(graphics.window(), on_refresh);
    glfwSetKeyCallback(graphics.window(), on_key);
    glfwSetCharCallback(graphics.window(), on_character);
  }

  [[nodiscard]] WindowReport run();
  [[nodiscard]] WindowMemory memory() const;

 private:
  static void on_drop(GLFWwindow* window, int count, const char** paths);
  static void on_refresh(GLFWwindow* window);
  static void on_key(GLFWwindow* window, int key, int scancode, int action, int modifiers);
  static void on_character(GLFWwindow* window, unsigned int character);
  void draw();
  void want_characters(ui::RareCharacters& met);
  [[nodiscard]] std::optional<core::Timestamp> next_build(core::Timestamp now) const;
  void call_the_user();
  void remember_choices();
  void wait(double seconds);
  [[nodiscard]] bool is_finished() const;

  const WindowOptions& options_;
  const core::Clock& clock_;
  core::Published<AppSnapshot>& snapshots_;
  core::Mailbox<Intent>& intents_;
  Graphics& graphics_;
  ui::Look& look_;
  ui::RareCharacters rare_;  ///< met, and to be wanted with the next build
  double next_build_ = 0;    ///< not before then, in seconds of GLFW
  std::string theme_;
  FramePacer pacer_;
  KeyFeed keys_;
  ui::MainWindow window_;
  ui::UiState state_;
  WindowReport report_;
  std::pair<FigureWindow, bool> remembered_;  ///< period and form of the page of API calls
  bool loaded_ = false;
  std::shared_ptr<const AppSnapshot> drawn_;  ///< what the last frame showed
  std::shared_ptr<const AppSnapshot> told_;   ///< what call_the_user() saw last
  std::optional<Steady::time_point> idle_since_;
  std::clock_t cpu_before_ = 0;
};

void Loop::on_drop(GLFWwindow* window, int count, const char** paths) {
  auto* loop = static_cast<Loop*>(glfwGetWindowUserPointer(window));
  for (int i = 0; i < count; ++i) loop->intents_.post(AddRepository{paths[i]});
}

void Loop::on_refresh(GLFWwindow* window) {
  static_cast<Loop*>(glfwGetWindowUserPointer(window))->pacer_.wake();
}

void Loop::on_key(GLFWwindow* window, int key, int scancode, int action, int modifiers) {
  static_cast<Loop*>(glfwGetWindowUserPointer(window))
      ->keys_.post({.key = key, .scancode = scancode, .action = action, .modifiers = modifiers});
}

void Loop::on_character(GLFWwindow* window, unsigned int character) {
  static_cast<Loop*>(glfwGetWindowUserPointer(window))->keys_.post({.character = character});
}

// Also while nothing is drawn because the window is minimised.
void Loop::call_the_user() {
  const auto news = snapshots_.get();
  if (!news || news == told_) return;
  const bool looks = glfwGetWindowAttrib(graphics_.window(), GLFW_FOCUSED) != GLFW_FALSE;
  if (told_ && !looks && calls_for_attention(*told_, *news))
    glfwRequestWindowAttention(graphics_.window());
  told_ = news;
}

void Loop::draw() {
  drawn_ = snapshots_.get();
  const AppSnapshot empty;
  const AppSnapshot& snapshot = drawn_ ? *drawn_ : empty;
  loaded_ = snapshot.loaded;
  const float scale = graphics_.content_scale() *
                      static_cast<float>(std::clamp(snapshot.settings.text_scale, 0.5, 3.0));
  if (loaded_) theme_ = snapshot.settings.theme;
  if (look_.update(theme_, scale)) graphics_.upload_fonts();

  for (const KeyEvent& event : keys_.take()) give(graphics_.window(), event);
  graphics_.begin_frame();
  ImGui::NewFrame();
  ui::FrameFacts facts{.scale = look_.scale(),
                       .seconds = glfwGetTime(),
                       .reduced_motion = snapshot.settings.reduced_motion};
  const ui::Canvas canvas(look_.theme(), look_.fonts(), facts);
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  IntentQueue wanted;
  const core::Timestamp now = clock_.now();
  window_.draw(canvas, size.x / facts.scale, size.y / facts.scale, snapshot, now, state_, wanted);
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(graphics_.window(), &width, &height);
  graphics_.end_frame(width, height, look_.theme()[ui::Colour::bg]);
  glfwSwapBuffers(graphics_.window());

  want_characters(facts.rare);
  pacer_.set_breathing(facts.breathes);
  // A little late, so that the frame does not come just before the change.
  constexpr double kSlack = 0.005;
  auto change = next_change(snapshot, now);
  if (const auto due = ui::next_settings_frame(state_); due && (!change || *due < *change))
    change = due;
  if (const auto due = next_build(now); due && (!change || *due < *change)) change = due;
  pacer_.set_next_change(change
                             ? std::optional(glfwGetTime() + kSlack +
                                             std::chrono::duration<double>(*change - now).count())
                             : std::nullopt);
  remember_choices();
  for (Intent& intent : wanted) intents_.post(std::move(intent));
  ++report_.frames;
  if (report_.frames == 1) {
    glfwShowWindow(graphics_.window());
    report_.first_frame_ms = milliseconds(Steady::now() - options_.started);
  }
  if (idle_since_) ++report_.idle_frames;
}

void Loop::want_characters(ui::RareCharacters& met) {
  // Building takes tens of milliseconds, and a reply that streams may bring new ones every frame.
  constexpr double kPause = 0.25;
  rare_.merge(met);
  if (rare_.empty() || glfwGetTime() < next_build_) return;
  look_.want(rare_);
  rare_.clear();
  next_build_ = glfwGetTime() + kPause;
  if (look_.fonts().misses_wanted()) pacer_.wake();
}

std::optional<core::Timestamp> Loop::next_build(core::Timestamp now) const {
  if (rare_.empty()) return std::nullopt;
  const std::chrono::duration<double> rest(std::max(next_build_ - glfwGetTime(), 0.0));
  return now + std::chrono::ceil<core::Duration>(rest);
}

// At once: a window may be killed. What cannot be written now is written, or reported, at the end.
void Loop::remember_choices() {
  const ui::UsageState& usage = state_.figures.usage;
  const std::pair chosen(usage.period, usage.as_line);
  if (chosen == remembered_) return;
  remembered_ = chosen;
  if (!options_.memory_file.empty()) (void)save_window_memory(options_.memory_file, memory());
}

void Loop::wait(double seconds) {
  if (options_.idle_for) seconds = seconds < 0 ? 0.1 : std::min(seconds, 0.1);
  if (seconds < 0) {
    glfwWaitEvents();
    pacer_.wake();
    return;
  }
  const double until = glfwGetTime() + seconds;
  glfwWaitEventsTimeout(seconds);
  // Woken before the time: input, news or a change of the window.
  if (glfwGetTime() < until - 0.0005) pacer_.wake();
}

bool Loop::is_finished() const {
  if (glfwWindowShouldClose(graphics_.window()) != GLFW_FALSE) return true;
  if (options_.exit_after_first_frame && report_.frames > 0 && loaded_) return true;
  return idle_since_ && Steady::now() - *idle_since_ >= *options_.idle_for;
}

WindowReport Loop::run() {
  while (!is_finished()) {
    call_the_user();
    // A wake that comes while a frame is drawn goes with the events that are read after it, so what
    // counts is not the wake but whether the newest snapshot was drawn.
    if (snapshots_.get() != drawn_) pacer_.wake();
    pacer_.set_minimised(glfwGetWindowAttrib(graphics_.window(), GLFW_ICONIFIED) != GLFW_FALSE);
    const FramePacer::Decision decision = pacer_.next(glfwGetTime());
    if (decision.draw) {
      draw();
      pacer_.drew(glfwGetTime());
      glfwPollEvents();
      // What was typed while a frame was drawn must be drawn too, not wait for the next event.
      if (has_unseen_input() || !keys_.empty()) pacer_.wake();
      continue;
    }
    if (options_.idle_for && loaded_ && !idle_since_) {
      idle_since_ = Steady::now();
      cpu_before_ = std::clock();
    }
    wait(decision.wait);
  }
  if (idle_since_)
    report_.idle_cpu_ms = static_cast<double>(std::clock() - cpu_before_) * 1000.0 / CLOCKS_PER_SEC;
  return report_;
}

WindowMemory Loop::memory() const {
  WindowMemory memory;
  glfwGetWindowPos(graphics_.window(), &memory.x, &memory.y);
  const float scale = graphics_.content_scale();
  int width = 0;
  int height = 0;
  glfwGetWindowSize(graphics_.window(), &width, &height);
  memory.width = static_cast<int>(std::lround(static_cast<float>(width) / scale));
  memory.height = static_cast<int>(std::lround(static_cast<float>(height) / scale));
  memory.sidebar_width = state_.sidebar_width;
  memory.panel_width = state_.panel_width;
  memory.sidebar_folded = state_.sidebar_folded;
  memory.usage_period = state_.figures.usage.period;
  memory.usage_as_line = state_.figures.usage.as_line;
  memory.theme = theme_;
  memory.scale = look_.scale();
  return memory;
}

}  // namespace

core::Result<WindowReport> run_window(const WindowOptions& options, const core::Clock& clock,
                                      core::Published<AppSnapshot>& snapshots,
                                      core::Mailbox<Intent>& intents, WindowWaker& waker) {
  const WindowMemory memory =
      options.memory_file.empty() ? WindowMemory{} : load_window_memory(options.memory_file);
  // Opening the window and drawing the characters take about as long: side by side.
  auto preparing = std::async(std::launch::async, [&memory] {
    auto look = std::make_unique<ui::Look>();
    look->prepare(memory.theme, memory.scale);
    return look;
  });
  auto graphics = Graphics::open(
      {.x = memory.x, .y = memory.y, .width = memory.width, .height = memory.height});
  // Outlives the graphics, which draw with it.
  const std::unique_ptr<ui::Look> look = preparing.get();
  if (!graphics) return core::fail(std::move(graphics).error());
  const std::unique_ptr<Graphics> drawing = std::move(*graphics);
  drawing->start_drawing(look->atlas());
  Loop loop(options, clock, snapshots, intents, *drawing, *look, memory);
  waker.set_open(true);
  WindowReport report = loop.run();
  report.font_problems = look->fonts().problems();
  waker.set_open(false);
  if (!options.memory_file.empty()) {
    ORCHARD_CHECK(save_window_memory(options.memory_file, loop.memory()));
  }
  return report;
}

}  // namespace orchard::app::shell
