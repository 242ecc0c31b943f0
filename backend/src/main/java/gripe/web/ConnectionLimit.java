package gripe.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Closes what is connected beyond a number, before it costs more than a file handle. The server has no such setting. */
@Singleton
final class ConnectionLimit implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {
    /** Twice the clients that Gripe is tried with, and within the usual bound of open files of one process. */
    static final int CONNECTIONS_MAX = 1_024;

    private final AtomicInteger open = new AtomicInteger();
    private final Counter refused;

    ConnectionLimit(MeterRegistry meters) {
        Gauge.builder("gripe.connections", open, AtomicInteger::get)
                .description("HTTP connections that are open")
                .register(meters);
        refused = Counter.builder("gripe.connections.refused")
                .description("HTTP connections closed since too many were open")
                .register(meters);
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        NettyServerCustomizer.Registry registry = event.getBean();
        registry.register(new NettyServerCustomizer() {
            @Override
            public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
                if (role == ChannelRole.LISTENER) {
                    channel.pipeline().addFirst(new Door());
                }
                return this;
            }
        });
        return registry;
    }

    /** In front of the listening channel, which reads connections. */
    @Sharable
    private final class Door extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof Channel connection) {
                if (open.incrementAndGet() > CONNECTIONS_MAX) {
                    open.decrementAndGet();
                    refused.increment();
                    connection.unsafe().closeForcibly();
                    return;
                }
                connection.closeFuture().addListener(closed -> open.decrementAndGet());
            }
            context.fireChannelRead(message);
        }
    }
}
