#include "app/cli/printable.h"
#include "app/cli/verbs.h"
#include "geo/error.h"
#include "geo/vector/write.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <system_error>
#include <vector>

namespace {

constexpr int done = 0;
constexpr int failed = 1;
constexpr int usage = 2;

/// Ends the program as the signal would, and leaves nothing half-written.
void end_by_signal(int number) {
    geo::remove_unfinished_file();
    std::signal(number, SIG_DFL);
    std::raise(number);
}

bool is_verb(const CLI::App& app, const std::string& word) {
    const auto verbs = app.get_subcommands([](const CLI::App*) { return true; });
    return std::any_of(verbs.begin(), verbs.end(), [&](const CLI::App* verb) { return verb->get_name() == word; });
}

int run(int argc, char** argv) {
    CLI::App app{
        "leefbeeld: liveability scores of neighbourhoods, from official files to figures that explain themselves.",
        "leefbeeld"};
    app.set_version_flag("--version", "leefbeeld " LEEFBEELD_VERSION);
    app.require_subcommand(1);
    app.footer(
        "Results go to stdout, messages to stderr. Exit status: 0 done, 1 failed, 2 wrong usage.\n"
        "`leefbeeld VERB --help` tells the options of a verb.");
    cli::add_view(app);
    cli::add_info(app);
    std::vector<std::string> words{"leefbeeld"};
    words.insert(words.end(), argv + 1, argv + argc);
    cli::add_score(app, words);
    cli::add_compose(app, words);
    cli::add_robustness(app, words);
    cli::add_hotspots(app, words);
    cli::add_explain(app);
    cli::add_render(app);
    cli::add_replay(app, words);
    cli::add_demo(app);
    if (argc > 1 && argv[1][0] != '-' && !is_verb(app, argv[1])) {
        std::fprintf(stderr, "leefbeeld: no verb '%s'; `leefbeeld --help` lists them\n", argv[1]);
        return usage;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const bool asked = error.get_exit_code() == 0;  // --help, --version
        return app.exit(error) == 0 && asked ? done : usage;
    }
    return done;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGXFSZ, SIG_IGN);  // a file-size limit then is a failed write, which is said, like a full disk
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        if (std::signal(number, end_by_signal) == SIG_IGN) std::signal(number, SIG_IGN);  // as nohup asks
    }
    try {
        const int status = run(argc, argv);
        if (std::fflush(stdout) != 0) geo::fail("standard output cannot be written");
        return status;
    } catch (const geo::Error& error) {
        std::fprintf(stderr, "leefbeeld: %s\n", cli::printable(error.what()).c_str());
    } catch (const std::system_error& error) {  // what fmt throws when stdout is full or closed
        std::fprintf(stderr, "leefbeeld: standard output cannot be written (%s)\n", error.code().message().c_str());
    } catch (const std::bad_alloc&) {
        std::fprintf(stderr, "leefbeeld: not enough memory for these files\n");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "leefbeeld: %s (this is a fault of the program; please report it)\n", error.what());
    }
    return failed;
}
