package io.quantumvault.signer.campaign;

import io.quantumvault.keys.kms.KmsUnavailable;
import io.quantumvault.signer.SignerProcess;
import io.quantumvault.signer.campaign.Gate.Fall;
import io.quantumvault.signer.campaign.Gate.Trap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The workers of a run, those that fell, and who takes their place. */
final class Crew implements Gate.Watcher {
  private final Run run;
  private final World world;
  private final Random choices;
  private final BlockingQueue<Sprung> sprung = new LinkedBlockingQueue<>();
  private final List<Worker> current = new ArrayList<>();
  private final Set<Worker> all = new LinkedHashSet<>();
  private final List<Asleep> asleep = new ArrayList<>();
  private final Set<Gate> wantLocks = ConcurrentHashMap.newKeySet();
  private boolean clashing;

  private record Sprung(Gate gate, Trap trap) {}

  /** Wakes at so many edges, or when this gate's signer wants the locks. */
  private record Asleep(
      Worker worker, Collection<Integer> lost, long wakesAt, @Nullable Gate until) {}

  Crew(Run run, World world) {
    this.run = run;
    this.world = world;
    this.choices = new Random(run.plan.seed() ^ 0x51);
  }

  /** Starts them and deals out the partitions. */
  void begin() {
    for (int i = 0; i < run.plan.workers(); i++) {
      current.add(worker(i));
    }
    for (int partition : run.partitions()) {
      int first = run.plan.split() ? partition % run.plan.workers() : 0;
      run.group.assign(List.of(partition), current.get(first));
    }
  }

  int size() {
    return all.size();
  }

  void disarm() {
    all.forEach(worker -> worker.gate.disarm());
  }

  void kill() {
    all.forEach(worker -> worker.gate.kill());
  }

  void bury() {
    all.forEach(worker -> Thread.ofVirtual().start(worker::bury));
  }

  @Override
  public void passed(Gate gate, Edge edge) {
    run.passed(edge);
  }

  /** Waits so long for somebody to fall; whether one did. */
  boolean look(long millis) throws InterruptedException {
    var event = sprung.poll(millis, TimeUnit.MILLISECONDS);
    if (event != null) {
      fell(event);
    }
    wakeSome(false);
    return event != null;
  }

  Worker worker(int index) {
    var gate = new Gate("worker " + index + "." + all.size(), run.time, this);
    var database = new GatedDatabase(world.connections, gate, run.oracle);
    var consumers = run.kafka.consumers(gate);
    var process =
        new SignerProcess(
            new SignerProcess.Outside(
                new ChainView(
                    run.chain,
                    run.nodes,
                    gate,
                    new Random(run.plan.seed() + all.size()),
                    run.oracle),
                (name, context, wrapped) -> {
                  gate.before(Edge.UNWRAP);
                  if (run.kmsAway.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    run.time.pass(Duration.ofMillis(500));
                    throw new KmsUnavailable("no answer");
                  }
                  var key = world.unwrapping.unwrap(name, context, wrapped);
                  gate.after(Edge.UNWRAP);
                  return key;
                },
                database,
                partition -> () -> run.kafka.producer(gate, partition),
                () -> ModelConsumer.of(run.kafka, gate),
                consumers,
                gate.wall(),
                gate.steady(),
                world.stageKeys));
    var made = new Worker(index, gate, database, process);
    all.add(made);
    return made;
  }

  Worker current(int index) {
    return current.get(index % current.size());
  }

  private void restart(Worker dead) {
    current.set(dead.index, worker(dead.index));
  }

  boolean chance(int oneIn) {
    return choices.nextInt(oneIn) == 0;
  }

  @Override
  public void reached(Gate gate, Edge edge) {
    if (edge == Edge.LOCK) {
      wantLocks.add(gate);
    }
  }

  @Override
  public void sprung(Gate gate, Trap trap) {
    sprung.add(new Sprung(gate, trap));
  }

  void clash() {
    clashing = true;
  }

  /** Deals with whoever fell. */
  void settle() {
    for (var event = sprung.poll(); event != null; event = sprung.poll()) {
      fell(event);
    }
    run.group.check();
  }

  private void fell(Sprung event) {
    var worker = all.stream().filter(w -> w.gate == event.gate()).findFirst().orElseThrow();
    if (event.trap().fall() == Fall.KILL) {
      var held = run.group.heldBy(worker);
      Thread.ofVirtual().start(worker::bury);
      restart(worker);
      run.group.assign(held, successor(worker));
    } else {
      slept(worker);
    }
  }

  private void slept(Worker worker) {
    var held = run.group.heldBy(worker);
    long wakesAt = run.edges() + 1 + choices.nextInt(150);
    Gate until = null;
    if (clashing && !held.isEmpty()) {
      clashing = false;
      var next = successor(worker);
      run.group.assignPastOne(held, next);
      wantLocks.remove(next.gate);
      until = next.gate;
      wakesAt = run.edges() + 1000;
    } else if (!chance(5)) {
      run.group.assign(held, successor(worker));
    } else {
      held = Set.of();
    }
    asleep.add(new Asleep(worker, held, wakesAt, until));
  }

  /** Another worker, or, where there is none, one started in its place. */
  private Worker successor(Worker fallen) {
    var others = current.stream().filter(w -> w != fallen && !w.gate.isPaused()).toList();
    if (!others.isEmpty() && !(others.size() > 1 && chance(2))) {
      return others.getFirst();
    }
    if (current.get(fallen.index) == fallen) {
      restart(fallen);
    }
    return current.get(fallen.index);
  }

  /** A woken one goes on until its consumer hears what it has lost. */
  void wakeSome(boolean everybody) {
    for (var one : List.copyOf(asleep)) {
      if (everybody || run.edges() >= one.wakesAt() || wantsLocks(one.until())) {
        asleep.remove(one);
        one.worker().gate.wake();
        if (!one.lost().isEmpty()) {
          var _ = one.worker().lost(one.lost());
        }
      }
    }
  }

  private boolean wantsLocks(@Nullable Gate gate) {
    return gate != null && wantLocks.contains(gate);
  }

  /** A fresh worker asks at once for what an old one asks for ever more rarely. */
  void takeOver() {
    var fresh = worker(0);
    for (var worker : List.copyOf(all)) {
      if (worker != fresh && !run.group.heldBy(worker).isEmpty()) {
        worker.gate.kill();
      }
    }
    run.group.assign(run.partitions(), fresh);
    current.set(0, fresh);
  }
}
