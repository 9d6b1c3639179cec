"""One hash over every bit of the scores, whatever the number of threads, and in every kind of build."""
import hashlib
import struct
import sys

import program

GOLDEN = program.ROOT / "tests" / "golden" / "demo_scores.sha256"


def bits(value):
    if isinstance(value, float):
        return struct.pack("<d", value)
    return repr(value).encode()


class Determinism(program.Case):
    def digest(self, threads):
        out = self.path(f"out{threads}.gpkg")
        self.good("score", "-q", "-o", out, "--all-class-shares", "--threads", threads)
        digest = hashlib.sha256()
        for table in ("scores", "class_shares", "measurements"):
            for row in self.rows(out, f"select * from {table} order by fid"):
                for value in row:
                    digest.update(bits(value))
        return digest.hexdigest()

    def test_scores_have_the_recorded_bits_for_1_2_and_8_threads(self):
        found = {threads: self.digest(threads) for threads in (1, 2, 8)}
        self.assertEqual(len(set(found.values())), 1, found)
        self.assertEqual(found[1], GOLDEN.read_text().split()[0],
                         "the scores of the demo town changed; if they should have, run scripts/update_golden.sh")

    def test_the_whole_report_is_the_same_for_any_number_of_threads(self):
        first = self.good("info", "--json", "--threads", 1)
        for threads in (2, 8):
            self.assertEqual(self.good("info", "--json", "--threads", threads), first)


if __name__ == "__main__":
    if "--write" in sys.argv:
        case = Determinism()
        case.setUp()
        GOLDEN.write_text(case.digest(2) + "  scores, class_shares and measurements of the demo town\n")
        case.doCleanups()
    else:
        program.main()
