#include "app/services/live/intents/intent_dispatcher.h"

#include "app/services/live/intents/unsent_prompt.h"
#include "app/services/live/snapshot/to_model.h"
#include "app/services/recording/refresh.h"
#include "app/use_case/control_session.h"
#include "app/use_case/send_message.h"

#include <chrono>
#include <utility>
#include <variant>

namespace orchard::app {
namespace {

/// How long a look into the mailbox may sleep; a new intent ends the sleep at once.
constexpr auto kPatience = std::chrono::hours(1);
std::string workspace_name(Engine* engine, const std::optional<core::WorkspaceId>& workspace) {
  if (engine == nullptr || !workspace) return {};
  const auto found = engine->store().find_workspace(*workspace);
  return found && *found ? (*found)->name : std::string();
}

}  // namespace

IntentDispatcher::IntentDispatcher(const Machine& machine, core::Mailbox<Intent>& mailbox,
                                   NoticeBoard& board, std::atomic<int>& settings_version,
                                   DispatchHooks hooks)
    : machine_(machine),
      mailbox_(mailbox),
      board_(board),
      hooks_(std::move(hooks)),
      settings_version_(settings_version),
      answers_(machine, settings_version_),
      messages_(machine, settings_version_),
      making_(machine, settings_version_),
      ending_(machine, settings_version_),
      asking_(machine, settings_version_),
      tidying_(machine, settings_version_),
      signing_in_(machine, settings_version_),
      thread_([this] { take_intents(); }) {}

IntentDispatcher::~IntentDispatcher() {
  finish();
}

void IntentDispatcher::finish() {
  mailbox_.close();
  if (thread_.joinable()) thread_.join();
  stop_asking_ = true;
  stop_cleaning_ = true;
  stop_measuring_ = true;
  sign_in_.cancel();
  for (Worker* worker :
       {&answers_, &messages_, &making_, &ending_, &asking_, &tidying_, &signing_in_})
    worker->finish();
}

void IntentDispatcher::take_intents() {
  while (true) {
    const bool closed = mailbox_.is_closed();
    for (const Intent& intent : mailbox_.wait(kPatience))
      std::visit([this](const auto& wish) { carry_out(wish); }, intent);
    if (closed) return;
  }
}

void IntentDispatcher::tell_failure(Engine* engine, const Subject& subject,
                                    const core::Error& error) {
  std::optional<core::WorkspaceId> workspace = subject.workspace;
  if (!workspace && subject.session && engine != nullptr)
    if (const auto session = engine->store().find_session(*subject.session); session && *session)
      workspace = (*session)->workspace;
  const std::string name = workspace_name(engine, workspace);
  const bool named = name.empty() || error.message.find(name) != std::string::npos;
  board_.tell(NoticeLevel::error, named ? error.message : name + ": " + error.message, workspace);
  machine_.log.write(core::LogLevel::error, error.describe());
}

void IntentDispatcher::run(Worker& worker, std::string progress, Subject subject,
                           Worker::Work work) {
  worker.post(
      [this, progress = std::move(progress), work = std::move(work)](Engine& engine) {
        std::optional<ProgressLine> line;
        if (!progress.empty()) line.emplace(board_, progress);
        auto done = work(engine);
        hooks_.did_something();
        return done;
      },
      [this, subject = std::move(subject)](Engine* engine, const core::Error& error) {
        tell_failure(engine, subject, error);
      });
}

void IntentDispatcher::carry_out(const OpenConversation& intent) {
  hooks_.open(intent);
}

void IntentDispatcher::carry_out(const LookAtFigures& intent) {
  hooks_.look_at_figures(intent.question);
}

void IntentDispatcher::carry_out(const ExportFigure& intent) {
  hooks_.export_figure(intent.what);
}

void IntentDispatcher::carry_out(const DismissNotice& intent) {
  board_.dismiss(intent.notice);
}

void IntentDispatcher::carry_out(const ChangeSettings& intent) {
  run(answers_, "", {}, [this, intent](Engine& engine) -> core::Result<void> {
    ORCHARD_CHECK(
        engine.change_settings([&](core::Settings& settings) { apply(intent, settings); }));
    ++settings_version_;
    hooks_.settings_changed();
    return {};
  });
}

void IntentDispatcher::carry_out(const SendMessage& intent) {
  messages_.post(
      [this, intent](Engine& engine) -> core::Result<void> {
        if (answered_itself(engine, intent)) return {};
        SendRequest request;
        request.workspace = intent.workspace;
        request.session = intent.session;
        // The window shows an empty conversation then, not the newest one.
        request.new_session = !intent.session;
        request.text = intent.text;
        request.model = intent.model;
        request.permission_mode = intent.permission_mode;
        const auto sent = send_message(engine, request);
        hooks_.did_something();
        if (!sent) return core::fail(sent.error());
        return {};
      },
      [this, intent](Engine* engine, const core::Error& error) {
        tell_failure(engine, {intent.workspace, intent.session},
                     with_unsent_prompt(engine, intent.workspace, intent.text, error));
      });
}

void IntentDispatcher::carry_out(const InterruptTurn& intent) {
  run(answers_, "", {std::nullopt, intent.session},
      [intent](Engine& engine) { return interrupt_turn(engine, intent.session); });
}

void IntentDispatcher::carry_out(const AnswerPermission& intent) {
  run(answers_, "", {std::nullopt, intent.session}, [intent](Engine& engine) {
    PermissionAnswer answer{intent.session,           intent.request, intent.allow,
                            intent.always_in_session, intent.reason,  {}};
    for (const QuestionAnswer& given : intent.answers)
      answer.answers.push_back({given.question, given.answer});
    return answer_permission(engine, answer);
  });
}

void IntentDispatcher::look_after(const core::SessionId& launched_as) {
  ending_.post(
      [this, launched_as](Engine& engine) -> core::Result<void> {
        ORCHARD_TRY(const auto directory,
                    agents::SessionDirectory::open(engine.paths().sessions, launched_as));
        ORCHARD_CHECK(look_after_idle(engine, directory));
        hooks_.did_something();
        return {};
      },
      [this](Engine*, const core::Error& error) {
        machine_.log.write(core::LogLevel::warning, error.describe());
      });
}

}  // namespace orchard::app
